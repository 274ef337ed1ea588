import { lazy } from 'react';
import { defineRoom } from '../parts/room.ts';

export default defineRoom({
  name: 'model',
  View: lazy(() => import('./ModelRoom.tsx')),
  asks: () => ({ stages: true, model: true }),
  ownControls: () => ['text', 'model', 'seed'],
  whole: true,
});
