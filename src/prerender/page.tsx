/** The page of the bare address as it is before anything is computed, as HTML. */
import { renderToStaticMarkup } from 'react-dom/server';
import { mapNames, shownStore } from '../show/shown.ts';
import { defaultPage } from '../state/page.ts';
import { defaultSpec, openingSpec } from '../state/spec.ts';
import { specStore } from '../state/store.ts';
import { type MapName, viewStore } from '../state/view.ts';
import '../text/later.ts';
import type { Locale } from '../text/locale.ts';
import { loadLocale, t } from '../text/t.ts';
import { App } from '../views/App.tsx';

/** Of a map in a theme, the address of its picture. */
export type PictureOf = (map: MapName, theme: 'paper' | 'night') => string;

/**
 * Both languages: `public/early.js` shows the reader's, and without JavaScript the first is seen, with
 * the picture of its plate.
 */
export async function prerenderedPages(pictureOf: PictureOf): Promise<string> {
  const english = await pageIn('en');
  const chinese = await pageIn('zh-CN');
  return renderToStaticMarkup(
    <>
      <Page lang="en" html={withPlate(english, pictureOf)} />
      <Page lang="zh-CN" html={chinese} hidden />
    </>,
  );
}

function Page({ html, ...rest }: { html: string; lang: Locale; hidden?: boolean }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: it is what React made just now.
  return <div data-prerendered="" {...rest} dangerouslySetInnerHTML={{ __html: html }} />;
}

async function pageIn(locale: Locale): Promise<string> {
  await loadLocale(locale);
  viewStore.setState({ locale });
  specStore.setState({ spec: openingSpec(locale) });
  // On a server React asks a store for its first state, and here that is the one just set.
  for (const store of [viewStore, specStore, shownStore]) {
    Object.assign(store, { getInitialState: store.getState });
  }
  return renderToStaticMarkup(<App page={defaultPage} />);
}

const emptyRoom = '<div class="room encode-room">';

/** The room is laid out by its size, which only a browser knows: until then it is empty. */
function withPlate(html: string, pictureOf: PictureOf): string {
  const [before, after, ...more] = html.split(emptyRoom);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error('prerender: the page has no such room');
  }
  const plate = renderToStaticMarkup(<StillPlate pictureOf={pictureOf} />);
  return `${before}${emptyRoom}${plate}${after}`;
}

/** The maps as pictures. */
function StillPlate({ pictureOf }: { readonly pictureOf: PictureOf }) {
  const says = {
    positions: 'map.says.position',
    similarity: 'map.says.alike',
    attention: 'map.says.attention',
  } as const;
  return (
    <noscript>
      <main className="still-plate">
        {mapNames.map((map) => (
          <figure key={map}>
            <figcaption>
              <strong>{t('en', `map.${map}`)}</strong> {t('en', says[map])}
            </figcaption>
            <picture>
              <source srcSet={pictureOf(map, 'night')} media="(prefers-color-scheme: dark)" />
              <img
                src={pictureOf(map, 'paper')}
                width={map === 'positions' ? defaultSpec.dim : defaultSpec.length}
                height={defaultSpec.length}
                alt={t('en', 'still.alt', {
                  map: t('en', `map.${map}`),
                  length: defaultSpec.length,
                })}
              />
            </picture>
          </figure>
        ))}
        {(['en', 'zh-CN'] as const).map((locale) => (
          <p key={locale} lang={locale}>
            {t(locale, 'still.says')}
          </p>
        ))}
      </main>
    </noscript>
  );
}
