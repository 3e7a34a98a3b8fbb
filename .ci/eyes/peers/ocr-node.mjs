// Reads the photographs of a folder with @gutenye/ocr-node, each reduced to
// 1600 pixels first (whole ones take seconds and gigabytes), and prints a line
// of JSON for each.
//
//   node ocr-node.mjs FOLDER
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import Ocr from '@gutenye/ocr-node'
import sharp from 'sharp'

const folder = process.argv[2]
const scratch = await fs.mkdtemp(path.join(os.tmpdir(), 'truename-peer-'))
const ocr = await Ocr.create()

async function read(file) {
  const start = performance.now()
  const small = path.join(scratch, 'small.png')
  await sharp(path.join(folder, file))
    .resize({ width: 1600, height: 1600, fit: 'inside', withoutEnlargement: true })
    .png({ compressionLevel: 0 })
    .toFile(small)
  const lines = await ocr.detect(small)
  return { file, lines: lines.map((l) => l.text), ms: performance.now() - start, load: os.loadavg()[0] }
}

const files = (await fs.readdir(folder)).filter((f) => f.endsWith('.jpg')).sort()
for (const file of files.slice(0, 2)) await read(file) // the first ones warm up
for (const file of files) console.log(JSON.stringify(await read(file)))
await fs.rm(scratch, { recursive: true })
