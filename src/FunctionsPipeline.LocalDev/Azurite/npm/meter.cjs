// Loaded before Azurite (node --require) where requests are to be counted: by client (the application id that begins a user
// agent), service, method (LIST for listings) and container or queue, with the bytes of their bodies. GET /meter answers with the counts; POST
// /meter forgets them. Counting here sees every process and costs none of them anything.
const http = require('node:http');

let counts = new Map();

function count(request) {
  const agent = request.headers['user-agent'] ?? '';
  const client = agent.startsWith('azsdk-') ? '' : agent.split(' ', 1)[0];
  const service = agent.includes('Storage.Queues') ? 'queue' : 'blob';
  // A listing costs ten reads in Azure, and in Azurite as long as the container is large.
  const method = /[?&]comp=list(&|$)/.test(request.url) ? 'LIST' : request.method;
  const place = request.url.split(/[/?]/, 4)[2] ?? '';
  const key = JSON.stringify([client, service, method, place]);
  const row = counts.get(key) ?? { operations: 0, bytes: 0 };
  row.operations++;
  row.bytes += Number(request.headers['content-length'] ?? 0);
  counts.set(key, row);
}

const emit = http.Server.prototype.emit;
http.Server.prototype.emit = function (event, request, response) {
  if (event !== 'request') return emit.apply(this, arguments);
  if (request.url !== '/meter') {
    count(request);
    return emit.apply(this, arguments);
  }
  if (request.method === 'POST') counts = new Map();
  const rows = [...counts].map(([key, row]) => {
    const [client, service, method, place] = JSON.parse(key);
    return { client, service, method, place, ...row };
  });
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(rows));
  return true;
};
