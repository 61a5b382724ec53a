// The theme follows the system until somebody presses the switch; then it is remembered.

const NEXT = { system: "light", light: "dark", dark: "system" };
const KEY = "ossa-studio.theme";

export function startThemeSwitch(button) {
  const show = () => {
    const theme = document.documentElement.dataset.theme ?? "system";
    button.querySelector("use").setAttribute("href", `#icon-theme-${theme}`);
    button.setAttribute("aria-label", `Theme: ${theme}. Change to ${NEXT[theme]}.`);
    button.title = `Theme: ${theme}`;
  };
  button.addEventListener("click", () => {
    const theme = NEXT[document.documentElement.dataset.theme ?? "system"];
    if (theme === "system") {
      delete document.documentElement.dataset.theme;
      localStorage.removeItem(KEY);
    } else {
      document.documentElement.dataset.theme = theme;
      localStorage.setItem(KEY, theme);
    }
    show();
  });
  show();
}
