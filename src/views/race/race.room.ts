import { lazy } from 'react';
import { loadEncodings } from '../../encodings/index.ts';
import { defineRoom } from '../parts/room.ts';

export default defineRoom({
  name: 'race',
  View: lazy(async () => {
    await loadEncodings();
    return import('./RaceRoom.tsx');
  }),
  alone: true,
  namesSchemes: true,
  ownPicker: true,
});
