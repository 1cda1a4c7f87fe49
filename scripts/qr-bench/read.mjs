// read.mjs OUT DIR...: reads the test pictures of every set with zxing-wasm
// (zxing-cpp compiled to WebAssembly, its default options), with quirc where it
// could be built, and with zbarimg where that is installed. OUT/DECODER.json
// gets what each found, and for zxing-wasm the processor time without opening
// the file.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const here = path.dirname(fileURLToPath(import.meta.url));
const wasmBinary = fs.readFileSync(path.join(here, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'));
await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
const quirc = (await import('node-quirc').catch(() => ({}))).default;
const zbar = spawnSync('zbarimg', ['--version']).status === 0;

function open(file) {
  const data = fs.readFileSync(file);
  const img = file.endsWith('.png') ? PNG.sync.read(data) : jpeg.decode(data, { maxMemoryUsageInMB: 1024 });
  return { data: new Uint8ClampedArray(img.data), width: img.width, height: img.height };
}

async function withZXing(file) {
  const img = open(file);
  // Twice, and the shorter counts, as for the other decoders.
  let codes, ms = Infinity;
  for (let i = 0; i < 2; i++) {
    const before = process.cpuUsage();
    codes = await readBarcodes(img, { formats: ['QRCode'] });
    const took = process.cpuUsage(before);
    ms = Math.min(ms, (took.user + took.system) / 1000);
  }
  return { texts: codes.map((c) => c.text), ms };
}

async function withQuirc(file) {
  const codes = await quirc.decode(fs.readFileSync(file)).catch(() => []);
  return { texts: codes.filter((c) => !c.err).map((c) => c.data.toString()), ms: 0 };
}

function withZBar(file) {
  const out = spawnSync('zbarimg', ['-q', '--xml', '--nodbus', '-Sdisable', '-Sqrcode.enable', file], { encoding: 'utf8' });
  const found = [...out.stdout.matchAll(/<data><!\[CDATA\[([\s\S]*?)\]\]><\/data>/g)];
  return { texts: found.map((m) => m[1]), ms: 0 };
}

const results = { 'zxing-wasm': {}, quirc: {}, zbar: {} };
const [out, ...dirs] = process.argv.slice(2);
for (const dir of dirs) {
  const manifest = JSON.parse(fs.readFileSync(path.join(dir, 'manifest.json')));
  for (const { file } of manifest.images) {
    const key = `${manifest.set}/${file}`, at = path.join(dir, file);
    results['zxing-wasm'][key] = await withZXing(at);
    // These are asked about our own pictures only: the guide has them for the others.
    if (!['special', 'kinds', 'drawn'].includes(manifest.set)) continue;
    if (quirc) results.quirc[key] = await withQuirc(at);
    if (zbar) results.zbar[key] = withZBar(at);
  }
}
for (const name in results) fs.writeFileSync(path.join(out, `${name}.json`), JSON.stringify(results[name]));
