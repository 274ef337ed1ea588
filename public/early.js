// tfjs reads the address while it loads: it throws at a broken escape (%E4%F), before the page can
// say a word, and lets `tfjsflags` set its flags, which are not a link's to set. Such a query is
// taken out of the address here and handed on in `data-query`.
function readable(query) {
  try {
    return !/[?&]tfjsflags=/.test(decodeURIComponent(query));
  } catch {
    return false;
  }
}

if (!readable(location.search)) {
  document.documentElement.dataset.query = location.search;
  history.replaceState(null, '', location.pathname + location.hash);
}
