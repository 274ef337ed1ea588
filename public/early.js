// tfjs reads the address while it loads and throws at a broken escape (%E4%F), before the page can
// say a word. Such a query is taken out of the address here and handed on in `data-query`.
try {
  decodeURIComponent(location.search);
} catch {
  document.documentElement.dataset.query = location.search;
  history.replaceState(null, '', location.pathname + location.hash);
}
