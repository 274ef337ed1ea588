import { defineRoom } from '../parts/room.ts';
import { EncodeRoom } from './EncodeRoom.tsx';

export default defineRoom({ name: 'encode', View: EncodeRoom });
