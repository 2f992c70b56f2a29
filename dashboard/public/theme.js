// Sets the remembered theme before anything is painted.
(function () {
  try {
    var theme = localStorage.getItem("dazza.theme");
    if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  } catch (_blocked) {
    // Storage is switched off: the system's theme it is.
  }
})();
