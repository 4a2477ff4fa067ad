// Runs before the page is drawn, so that the first frame has the chosen theme.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "dark" || chosen === "light") {
    document.getElementById("dark").media = chosen === "dark" ? "screen" : "not all";
  }
} catch {
  // Storage is blocked: the colors follow the system.
}
