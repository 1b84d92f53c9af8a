/** Adds up wall and processor time of the parts that count; what lies between them does not. */
export class Stopwatch {
  seconds = 0;
  cpuSeconds = 0;

  async time(work: () => unknown): Promise<void> {
    globalThis.gc?.();
    const cpu = process.cpuUsage();
    const start = performance.now();
    await work();
    this.seconds += (performance.now() - start) / 1000;
    const used = process.cpuUsage(cpu);
    this.cpuSeconds += (used.user + used.system) / 1e6;
  }
}
