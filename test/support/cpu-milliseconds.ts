/**
 * Milliseconds of CPU that this process has used so far. For a test that work of its own does not grow with the square of
 * what it is given: a machine that is busy with other work does not make it longer.
 */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
