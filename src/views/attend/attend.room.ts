import { lazy } from 'react';
import { defineRoom } from '../parts/room.ts';

export default defineRoom({
  name: 'attend',
  View: lazy(() => import('./AttendRoom.tsx')),
  asks: () => ({ stages: true }),
  ownControls: (hide) => (hide.includes('line') ? [] : ['text']),
  whole: true,
});
