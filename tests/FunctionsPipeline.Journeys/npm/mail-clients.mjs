// Prints, as JSON, what caniemail's data say that mail clients do not support in the HTML that is read from stdin.
import { readFileSync } from 'node:fs';
import { doIUseEmail } from '@jsx-email/doiuse-email';

const clients = ['apple-mail.*', 'gmail.*', 'outlook.*', 'yahoo.*'];
console.log(JSON.stringify(doIUseEmail(readFileSync(0, 'utf8'), { emailClients: clients }).errors ?? []));
