/** The colours of words and lines in the three themes. What the maps are drawn in is in colour.ts. */

export type ThemeName = 'paper' | 'night' | 'projector';

/** Each colour has one meaning everywhere; all are `#rrggbb`. */
export interface Theme {
  readonly page: string;
  readonly ink: string;
  /** Words of second rank. */
  readonly soft: string;
  readonly hairline: string;
  /** Also stands for position. */
  readonly accent: string;
  readonly query: string;
  readonly key: string;
  readonly value: string;
}

export const themes: Readonly<Record<ThemeName, Theme>> = {
  paper: {
    page: '#fbfaf6',
    ink: '#20232a',
    soft: '#676c76',
    hairline: '#ddd8cb',
    accent: '#7a3fb0',
    query: '#2b6cb0',
    key: '#c8641b',
    value: '#2f8556',
  },
  night: {
    page: '#11141b',
    ink: '#e9e7e1',
    soft: '#9aa0ab',
    hairline: '#2b303b',
    accent: '#b48ae0',
    query: '#7db4ee',
    key: '#f0a464',
    value: '#7fcfa0',
  },
  projector: {
    page: '#ffffff',
    ink: '#0b0d12',
    soft: '#454a54',
    hairline: '#bdb7a8',
    accent: '#6424a0',
    query: '#1a55a0',
    key: '#a84a08',
    value: '#1c6b40',
  },
};
