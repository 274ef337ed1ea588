/** Where there is room for one map, the others are a tap away. */
import { type MapName, viewStore } from '../../state/view.ts';
import { useWords } from '../hooks/useWords.ts';

interface MapTabsProps<Name extends MapName> {
  readonly maps: readonly Name[];
  readonly titles: Readonly<Record<Name, string>>;
  readonly chosen: Name;
}

export function MapTabs<Name extends MapName>({ maps, titles, chosen }: MapTabsProps<Name>) {
  const words = useWords();
  return (
    // biome-ignore lint/a11y/useSemanticElements: buttons under one label; a fieldset is for forms.
    <div className="map-tabs" role="group" aria-label={words('plate.maps')}>
      {maps.map((map) => (
        <button
          key={map}
          type="button"
          data-map-tab={map}
          aria-pressed={map === chosen}
          onClick={() => viewStore.setState({ map })}
        >
          {titles[map]}
        </button>
      ))}
    </div>
  );
}
