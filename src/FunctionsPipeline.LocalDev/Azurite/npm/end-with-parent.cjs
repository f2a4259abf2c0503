// Loaded before Azurite (node --require). Its stdin is a pipe that only the process which started it holds: when that
// process ends, however it ends (SIGKILL too), the pipe closes, and Azurite is told to store its data and stop.
process.stdin.resume();
process.stdin.on('end', () => {
  if (process.listenerCount('SIGTERM') === 0) process.exit(0);
  process.emit('SIGTERM');
  setTimeout(() => process.exit(0), 5000).unref();
});
process.stdin.on('error', () => process.exit(0));
// What it prints goes to the same process; that nobody reads it any more is no reason to fail before the data is stored.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
