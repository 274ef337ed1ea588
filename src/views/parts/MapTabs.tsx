/** Where there is room for one map, the others are a tap away. */
import { type MapName, viewStore } from '../../state/view.ts';
import { useWords } from '../hooks/useWords.ts';
import { Choices } from './Choices.tsx';

interface MapTabsProps<Name extends MapName> {
  readonly maps: readonly Name[];
  readonly titles: Readonly<Record<Name, string>>;
  readonly chosen: Name;
}

export function MapTabs<Name extends MapName>({ maps, titles, chosen }: MapTabsProps<Name>) {
  const words = useWords();
  return (
    <Choices
      className="map-tabs"
      data="data-map-tab"
      label={words('plate.maps')}
      values={maps}
      chosen={chosen}
      name={(map) => titles[map]}
      choose={(map) => viewStore.setState({ map })}
    />
  );
}
