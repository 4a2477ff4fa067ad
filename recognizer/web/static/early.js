// Runs before the page is drawn, so that a chosen theme is there from the first frame.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "dark" || chosen === "light") {
    document.getElementById("dark").media = chosen === "dark" ? "screen" : "not all";
  }
} catch {
  // Storage is barred: the colors follow the system.
}
