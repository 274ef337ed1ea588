// What a reader downloads. The first paint is measured by what the built page itself names, so that a
// chunk split off by the bundler is still counted; fonts and icons are not.
import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('dist/index.html', import.meta.url), 'utf8');
const named = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.(?:js|css))"/g)];
const beforeFirstPaint = named.map(([, file]) => `dist/${file}`);

export default [
  { name: 'before the first paint', path: beforeFirstPaint, gzip: true, limit: '141 kB' },
  {
    name: 'GPU part, lazy',
    // The bundler calls tfjs-core `dist`, after the folder that it comes from.
    path: 'dist/assets/{webgpu,pipeline,device,gpu,shared,dist}-*.js',
    gzip: true,
    limit: '145 kB',
  },
];
