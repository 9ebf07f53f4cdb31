// Loaded before the page is drawn, so that neither a chosen theme nor what needs a script comes in with a flash.
document.documentElement.classList.add("scripted");
try {
  const theme = localStorage.getItem("offload-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* storage is off: the system's theme holds */ }
