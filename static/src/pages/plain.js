// Pages that are read: only the theme switch needs a script.
import { startThemeSwitch } from "../parts/theme_switch.js";

startThemeSwitch(document.getElementById("theme-switch"));
