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

// The installed page opens where it was left (src/offline/installed.ts).
function goToLast() {
  let last = '';
  try {
    sessionStorage.setItem('whereabouts.installed', 'yes');
    last = localStorage.getItem('whereabouts.last') ?? '';
  } catch {
    // Where nothing may be stored it opens as on the first day.
  }
  history.replaceState(null, '', location.pathname + last);
}

if (location.hash === '#last') goToLast();
if (!readable(location.search)) {
  document.documentElement.dataset.query = location.search;
  history.replaceState(null, '', location.pathname + location.hash);
}

// Of the prerendered pages (scripts/prerender.ts) the one in the reader's language is shown until the
// page itself is there; none where the link asks for something else than the bare address does.
function showPrerendered() {
  const query = new URLSearchParams(location.search);
  const asked = [...query.keys()].every((name) => name === 'lang' || name === 'theme');
  const theme = { light: 'paper', paper: 'paper', dark: 'night', night: 'night' }[
    query.get('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
  ];
  const pages = [...document.querySelectorAll('[data-prerendered]')];
  const base = (tag) => tag.toLowerCase().split('-')[0];
  const spoken = [query.get('lang') ?? '', ...navigator.languages];
  const page = spoken.flatMap((tag) => pages.find(({ lang }) => base(lang) === base(tag)) ?? [])[0];
  const shown = asked && theme !== undefined && location.hash === '' ? (page ?? pages[0]) : null;
  for (const other of pages) if (other !== shown) other.remove();
  if (!shown) return;
  document.documentElement.lang = shown.lang;
  document.documentElement.dataset.theme = theme;
  shown.hidden = false;
  shown.dataset.prerendered = 'shown';
  shown.querySelector('[data-control=theme]').value = theme === 'night' ? 'dark' : 'light';
  try {
    if (localStorage.getItem('whereabouts.introduced')) {
      shown.querySelector('.first-sight').remove();
    }
  } catch {
    // Where nothing may be stored it is shown each time.
  }
}

showPrerendered();
