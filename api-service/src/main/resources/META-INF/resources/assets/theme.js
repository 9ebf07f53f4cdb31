// Loaded before the page is drawn, so that a chosen theme does not flash.
try {
  const theme = localStorage.getItem("offload-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch { /* storage is off: the system's theme holds */ }
