// Loaded before Azurite (node --require). Its stdin is a pipe that only the process which started it holds: when that
// process ends, however it ends (SIGKILL too), the pipe closes, and Azurite is told to store its data and stop.
//
// A thread of its own watches: Azurite's can be busy for minutes clearing up a large store in memory, and then hears nothing.
const { Worker, isMainThread, parentPort } = require('node:worker_threads');

const gracePeriod = 10000; // milliseconds

if (isMainThread) {
  const watch = new Worker(__filename);
  watch.on('message', () => {
    if (process.listenerCount('SIGTERM') === 0) process.exit(0);
    process.emit('SIGTERM');
  });
  watch.unref(); // behind the listener, which would keep the process
  // What it prints goes to the same process; that nobody reads it any more is no reason to fail before the data is stored.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
} else {
  const stop = () => {
    parentPort.postMessage('end');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), gracePeriod);
  };
  require('node:fs').createReadStream(null, { fd: 0 }).on('end', stop).on('error', stop).resume();
}
