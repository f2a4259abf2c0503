// node official-client.mjs ADDRESS SEND_AT: SendGrid's own client sends, schedules, cancels and is refused.
// Prints one line of JSON: what the client made of each answer.
import client from '@sendgrid/client';
import mail from '@sendgrid/mail';

const [address, sendAt] = process.argv.slice(2);
client.setApiKey('SG.local');
client.setDefaultRequest('baseUrl', address);
mail.setClient(client);

const message = {
  to: { email: 'ann@mail.example', name: 'Ann' },
  from: 'news@clinic.example',
  subject: 'Back pain, -name-',
  text: 'Hello -name-',
  html: '<p>Hello -name-</p>',
  substitutionWrappers: ['-', '-'],
  substitutions: { name: 'Ann & Bo' },
  customArgs: { fp_issue: 'official' },
};

const answer = ([response]) => ({ status: response.statusCode, headers: response.headers, body: response.body });
const request = async (method, url, body) => answer(await client.request({ method, url, body }));
const refusal = (sending) => sending.then(
  () => { throw new Error('The emulator took what SendGrid refuses.'); },
  (error) => ({ status: error.code, errors: error.response?.body?.errors }));

const result = { sent: answer(await mail.send(message)) };

result.batch = await request('POST', '/v3/mail/batch');
const batchId = result.batch.body.batch_id;
result.known = await request('GET', `/v3/mail/batch/${batchId}`);
result.staged = answer(await mail.send({ ...message, to: 'bo@mail.example', sendAt: Number(sendAt), batchId }));
result.cancelled = await request('POST', '/v3/user/scheduled_sends', { batch_id: batchId, status: 'cancel' });
result.found = await request('GET', `/v3/user/scheduled_sends/${batchId}`);
result.cancelledTwice = await refusal(client.request({
  method: 'POST', url: '/v3/user/scheduled_sends', body: { batch_id: batchId, status: 'cancel' },
}));

result.badAddress = await refusal(mail.send({ ...message, to: 'ann' }));
result.unknownBatch = await refusal(mail.send({ ...message, sendAt: Number(sendAt), batchId: 'no-such-batch' }));
client.setDefaultHeader('Authorization', 'Basic none');
result.noKey = await refusal(mail.send(message));

console.log(JSON.stringify(result));
