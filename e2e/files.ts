/** Files as a person has them on disk, of tensors or a sound, written here and not by the page's own code. */

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Values that differ from cell to cell and are the same every time, about −1…1. */
export function waves(shape: readonly number[], step: number): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length: count }, (_, i) => Math.sin(step * (i + 1) ** 1.3));
  return { shape, data };
}

const bytesOf = ({ data }: Tensor) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

/** One array, version 1.0, little-endian float32. */
export function npy(tensor: Tensor): Buffer {
  const shape = tensor.shape.map((size) => `${size},`).join(' ');
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`;
  const header = `${text.padEnd(117)}\n`;
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  return Buffer.concat([start, Buffer.from(header, 'latin1'), bytesOf(tensor)]);
}

export interface Described {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The length and the JSON that a safetensors file of float32 begins with. */
export function safetensorsHeader(tensors: readonly Described[]): Buffer {
  let end = 0;
  const entries = tensors.map(({ name, shape }) => {
    const from = end;
    end += 4 * shape.reduce((product, size) => product * size, 1);
    return [name, { dtype: 'F32', shape, data_offsets: [from, end] }];
  });
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json]);
}

export function safetensors(tensors: Readonly<Record<string, Tensor>>): Buffer {
  const described = Object.entries(tensors).map(([name, { shape }]) => ({ name, shape }));
  return Buffer.concat([safetensorsHeader(described), ...Object.values(tensors).map(bytesOf)]);
}

/** The tensors of a safetensors file of float32, by name. */
export function readTensors(bytes: Buffer): (readonly [name: string, Tensor])[] {
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const { __metadata__, ...header } = JSON.parse(bytes.subarray(8, start).toString());
  return Object.entries<{ shape: number[]; data_offsets: [number, number] }>(header).map(
    ([
      name,
      {
        shape,
        data_offsets: [from, to],
      },
    ]) => {
      const own = Uint8Array.from(bytes.subarray(start + from, start + to));
      return [name, { shape, data: new Float32Array(own.buffer) }];
    },
  );
}

/** A file that is given to a chooser. */
export const inMemory = (name: string, buffer: Buffer, mimeType = 'application/octet-stream') => ({
  name,
  mimeType,
  buffer,
});

/** A tone of 440 Hz as a WAV file: one channel, 16 bits, so many samples in a second. */
export function tone(seconds: number, rate: number): Buffer {
  const samples = Math.round(seconds * rate);
  const bytes = Buffer.alloc(44 + 2 * samples);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + 2 * samples, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * rate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * samples, 40);
  for (let i = 0; i < samples; i++) {
    const wave = Math.sin((2 * Math.PI * 440 * i) / rate);
    bytes.writeInt16LE(Math.round(20_000 * wave), 44 + 2 * i);
  }
  return bytes;
}
