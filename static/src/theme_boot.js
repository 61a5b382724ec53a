// Applies the remembered theme before the first paint; loaded in the head, so it stays this small.
const theme = localStorage.getItem("ossa-studio.theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
