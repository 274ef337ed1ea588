import { lazy } from 'react';
import { loadEncodings } from '../../encodings/index.ts';
import { rivalSpecs } from '../../state/compare.ts';
import { problemOf } from '../../state/fitted.ts';
import { defineRoom } from '../parts/room.ts';

export default defineRoom({
  name: 'compare',
  View: lazy(async () => {
    await loadEncodings();
    return import('./CompareRoom.tsx');
  }),
  asks: (spec) => ({ rivals: rivalSpecs(spec).filter((each) => problemOf(each) === null) }),
  namesSchemes: true,
});
