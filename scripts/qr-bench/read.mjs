// read.mjs DIR... > results.json: reads the test pictures of every set with
// zxing-wasm (zxing-cpp compiled to WebAssembly, its default options) and
// writes what it found, and the processor time without opening the file.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const here = path.dirname(fileURLToPath(import.meta.url));
const wasmBinary = fs.readFileSync(path.join(here, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'));
await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });

function open(file) {
  const data = fs.readFileSync(file);
  const img = file.endsWith('.png') ? PNG.sync.read(data) : jpeg.decode(data, { maxMemoryUsageInMB: 1024 });
  return { data: new Uint8ClampedArray(img.data), width: img.width, height: img.height };
}

const results = {};
for (const dir of process.argv.slice(2)) {
  const manifest = JSON.parse(fs.readFileSync(path.join(dir, 'manifest.json')));
  for (const { file } of manifest.images) {
    const img = open(path.join(dir, file));
    // Twice, and the shorter counts, as for the other decoders.
    let codes, ms = Infinity;
    for (let i = 0; i < 2; i++) {
      const before = process.cpuUsage();
      codes = await readBarcodes(img, { formats: ['QRCode'] });
      const took = process.cpuUsage(before);
      ms = Math.min(ms, (took.user + took.system) / 1000);
    }
    results[`${manifest.set}/${file}`] = { texts: codes.map((c) => c.text), ms };
  }
}
process.stdout.write(JSON.stringify(results));
