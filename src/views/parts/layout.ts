/** Where things lie on the plate: plain arithmetic from the room there is. All in CSS pixels. */

/** A square with the token labels at its left. */
export interface Square {
  /** Width of the token labels. */
  readonly gutter: number;
  readonly side: number;
}

/** The plate: up to three squares of one size, and what is docked beside or below them. */
export interface PlateLayout extends Square {
  /**
   * `row`: the maps side by side; `grid`: two over one, with a corner left; `single`: one
   * map, the others a tap away.
   */
  readonly arrangement: 'row' | 'grid' | 'single';
  readonly gap: number;
  /** Height of the curve under each map. */
  readonly profile: number;
  /**
   * How the names of the lenses stand: in a line under the maps, as a list beside them, or as a
   * menu, which an open lens has in its head.
   */
  readonly names: 'line' | 'list' | 'menu';
  /** Where a lens is docked, and in a corner the names as well; null where there is no place for one. */
  readonly panel: Panel | null;
}

/** `corner` is the fourth place of a grid. */
export interface Panel {
  readonly place: 'beside' | 'corner' | 'below';
  /** Of a corner: how far from the plate's left edge. */
  readonly left?: number;
  readonly width: number;
  readonly height: number;
}

export interface PlateContent {
  /** A lens is open. */
  readonly open: boolean;
  /** The names of the lenses are shown. */
  readonly named: boolean;
  /** How many maps there are, 1…3. */
  readonly maps: number;
}

/** In rem. */
const mapHead = 4;
const singleHead = 3.3;
const axis = 1.7;
const under = 0.3;
const nameLine = 2.2;
const nameList = 10.5;
const profiles = { least: 2.8, most: 14 };

/**
 * The arrangement that makes the maps largest.
 *
 * @param width   of the room for the plate and its lens
 * @param height  of the same
 * @param rem     the body's font size
 */
export function plateLayout(
  width: number,
  height: number,
  rem: number,
  content: PlateContent,
): PlateLayout {
  if (width < 40 * rem) return single(width, height, rem, content);
  const { open, named, maps } = content;
  const narrow = maps === 3 && width < 60 * rem;
  const upright = narrow && height > width * 0.9;
  const besides = narrow ? [beside, grid] : [beside];
  const all = upright ? [grid] : open ? besides : named ? [inLine, withList] : [inLine];
  return all
    .map((arrange) => arrange(width, height, rem, content))
    .reduce((best, each) => (each.side > best.side ? each : best));
}

type Arrange = (width: number, height: number, rem: number, content: PlateContent) => PlateLayout;

/** What a map has above and below its square, at the least. */
const around = mapHead + axis + under + profiles.least;

/** What is left of the height goes to the curves. */
function profileFor(left: number, rem: number): number {
  return Math.floor(Math.min(Math.max(left, profiles.least * rem), profiles.most * rem));
}

/** What the names of all lenses take in one line, in their smaller letters; what is narrower has a menu. */
const namesAcross = 47;

const lineOrMenu = (width: number, rem: number) => (width < namesAcross * rem ? 'menu' : 'line');

const inLine: Arrange = (width, height, rem, { named, maps }) => {
  const [gutter, gap] = [Math.round(6.6 * rem), Math.round(2.4 * rem)];
  const tall = height - (named ? nameLine * rem : 0);
  const side = sideFor((width - gutter - (maps - 1) * gap) / maps, tall - around * rem, rem);
  const profile = profileFor(tall - side - (around - profiles.least) * rem, rem);
  const spare = (width - gutter - maps * side) / Math.max(maps - 1, 1);
  return {
    arrangement: 'row',
    gutter,
    gap: Math.round(Math.min(spare, 4 * rem)),
    side,
    profile,
    names: lineOrMenu(width, rem),
    panel: null,
  };
};

const withList: Arrange = (width, height, rem, { maps }) => {
  const [gutter, gap] = [Math.round(6.6 * rem), Math.round(2.4 * rem)];
  const room = width - gutter - nameList * rem;
  const side = sideFor((room - maps * gap) / maps, height - around * rem, rem);
  const profile = profileFor(height - side - (around - profiles.least) * rem, rem);
  return {
    arrangement: 'row',
    gutter,
    gap: Math.floor(Math.min((room - maps * side) / maps, 5 * rem)),
    side,
    profile,
    names: 'list',
    panel: null,
  };
};

const beside: Arrange = (width, height, rem, { named, maps }) => {
  const [gutter, gap] = [Math.round(6.6 * rem), Math.round(2 * rem)];
  const least = Math.max(18 * rem, width * 0.24);
  const across = (width - gutter - maps * gap - least) / maps;
  // The names have a line of their own, unless the maps would be smaller for it.
  const withMenu = sideFor(across, height - around * rem, rem);
  const left = height - (nameLine + around) * rem;
  const withLine = sideFor(across, left, rem);
  const menu = named && Math.min(across, left) < withMenu;
  const [side, tall] = menu || !named ? [withMenu, height] : [withLine, height - nameLine * rem];
  return {
    arrangement: 'row',
    gutter,
    gap,
    side,
    profile: profileFor(tall - side - (around - profiles.least) * rem, rem),
    names: menu ? 'menu' : lineOrMenu(width, rem),
    panel: {
      place: 'beside',
      width: Math.floor(width - gutter - maps * (gap + side)),
      height: Math.floor(tall),
    },
  };
};

const grid: Arrange = (width, height, rem, { open, named }) => {
  const [gutter, gap] = [Math.round(5.6 * rem), Math.round(1.6 * rem)];
  const names = open ? lineOrMenu(width, rem) : 'list';
  const tall = height - (open && named && names === 'line' ? nameLine * rem : 0);
  const side = sideFor((width - gutter - gap) / 2, tall / 2 - around * rem, rem);
  const profile = profileFor(tall / 2 - side - (around - profiles.least) * rem, rem);
  const corner = {
    place: 'corner',
    left: gutter + gap + side,
    width: width - gutter - gap - side,
    height: Math.floor(tall / 2),
  } as const;
  return {
    arrangement: 'grid',
    gutter,
    gap,
    side,
    profile,
    names,
    panel: corner,
  };
};

function single(
  width: number,
  height: number,
  rem: number,
  { open, named }: PlateContent,
): PlateLayout {
  const gutter = Math.round(3.6 * rem);
  // The maps' names stand in a line above.
  // The names stand in a line below, or in the head of the open lens.
  const tall = height - 2.4 * rem - (named && !open ? nameLine * rem : 0);
  const lens = open ? Math.max(14.5 * rem, tall * 0.44) : 0;
  const curve = open ? 0 : profiles.least;
  const outer = singleHead + axis + under + curve;
  const side = sideFor(width - gutter, tall - lens - outer * rem, rem);
  const profile = open ? 0 : profileFor(tall - side - (outer - curve) * rem, rem);
  return {
    arrangement: 'single',
    gutter,
    gap: 0,
    side,
    profile: Math.min(profile, Math.round(6 * rem)),
    names: 'menu',
    panel: open
      ? { place: 'below', width, height: Math.floor(tall - side - (outer - curve) * rem) }
      : null,
  };
}

/** Never so small that nothing can be seen: then the room scrolls. */
function sideFor(across: number, down: number, rem: number): number {
  return Math.floor(Math.max(Math.min(across, down), 9 * rem));
}
