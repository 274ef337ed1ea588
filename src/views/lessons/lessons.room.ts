import { lazy } from 'react';
import { defineRoom } from '../parts/room.ts';

export default defineRoom({
  name: 'lessons',
  View: lazy(() => import('./LessonsRoom.tsx')),
  alone: true,
});
