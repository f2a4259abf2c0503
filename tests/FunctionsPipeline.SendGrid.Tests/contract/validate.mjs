// node validate.mjs SCHEMA < body: exits 0 if the body on stdin fits the schema, else prints why not.
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);
const fits = ajv.compile(JSON.parse(readFileSync(process.argv[2], 'utf8')));
if (!fits(JSON.parse(readFileSync(0, 'utf8')))) {
  for (const e of fits.errors.slice(0, 10)) console.error(`${e.instancePath} ${e.message}`);
  process.exit(1);
}
