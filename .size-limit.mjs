// What a reader downloads. The first paint is measured by what the built page itself names, so that a
// chunk split off by the bundler is still counted; fonts and icons are not.
import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('dist/index.html', import.meta.url), 'utf8');
const named = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)];
const beforeFirstPaint = named.map(([, file]) => `dist/${file}`);

// The thread that computes without WebGPU has chunks of the same names, and is loaded only there: what
// the page itself loads is named by its own code. tfjs-core is called `dist`, after its folder.
const code = beforeFirstPaint
  .filter((file) => file.endsWith('.js'))
  .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
  .join('\n');
const computing = code.matchAll(/\.\/((?:webgpu|pipeline|device|gpu|shared|dist)-[\w-]+\.js)/g);
const gpuPart = [...new Set(Array.from(computing, ([, file]) => `dist/assets/${file}`))];

export default [
  { name: 'before the first paint', path: beforeFirstPaint, gzip: true, limit: '150 kB' },
  {
    name: 'GPU part, lazy',
    path: gpuPart,
    gzip: true,
    limit: '145 kB',
  },
];
