/** Pictures of packed colours as PNG files. Source: W3C, PNG (third edition), 2025. */
import { crc32, deflateSync } from 'node:zlib';
import type { Pixels } from '../src/prerender/plate.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Without transparency. */
export function pngOf({ width, height, pixels }: Pixels): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits each of red, green and blue.
  header.set([8, 2], 8);
  const rows = Buffer.alloc(height * (1 + 3 * width));
  pixels.forEach((colour, i) => {
    const row = Math.floor(i / width);
    // Each row begins with its filter: none.
    rows.set([colour & 255, (colour >>> 8) & 255, (colour >>> 16) & 255], 3 * i + row + 1);
  });
  const data = deflateSync(rows, { level: 9 });
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(12 + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, 'latin1');
  whole.set(data, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length);
  return whole;
}
