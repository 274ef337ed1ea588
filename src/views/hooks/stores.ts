/** What components read of the stores: they are drawn again when the part they chose changes. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Extent } from '../../fields/statistics.ts';
import type { ThemeName } from '../../fields/theme.ts';
import { themeNames } from '../../show/mapColours.ts';
import { extentStore, type Picture } from '../../show/pictures.ts';
import { type Readout, readout } from '../../show/readout.ts';
import { type Shown, shownStore } from '../../show/shown.ts';
import type { Frame } from '../../state/frame.ts';
import { type History, type SpecStore, specStore } from '../../state/store.ts';
import { type View, viewStore } from '../../state/view.ts';

export const useShown = <T>(choose: (shown: Shown) => T): T => useStore(shownStore, choose);
/** The frame that is shown. */
export const useFrame = (): Frame | null => useShown(({ frame }) => frame);
export const useView = <T>(choose: (view: View) => T): T => useStore(viewStore, choose);
/** What everything is drawn in: the page's theme, or for a moment that of a figure. */
export const useTheme = (): ThemeName =>
  useView(({ theme, figure }) => figure?.theme ?? themeNames[theme]);
/** Pixels of a drawing along one of CSS: those of the screen, or for a moment those of a figure. */
export const usePixelRatio = (): number =>
  useView(({ figure }) => figure?.ratio ?? globalThis.devicePixelRatio);
export const useSpecs = <T>(choose: (history: History) => T): T => useStore(specStore, choose);
/** Whose Spec the controls below set: the page's, or that of a racer alone. */
export const ControlledStore = createContext<SpecStore>(specStore);
export const useControlled = (): SpecStore => useContext(ControlledStore);

export const useReadout = <T>(choose: (readout: Readout) => T): T => useStore(readout, choose);

/** What was measured of a picture's matrix; nothing until it is known, or where nothing is asked. */
export const useExtent = ({ key }: Picture): Extent | undefined =>
  useStore(extentStore, (extents) => extents[key]);
