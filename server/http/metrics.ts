// Numbers for Prometheus, gathered when asked: nobody else knows of prom-client.
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** One number, or one per label value. */
export type Reading = { name: string; help: string; read(): number | Record<string, number> };

export type Metrics = { contentType: string; text(): Promise<string> };

/** `label` names the label of readings that answer with a record. */
export function createMetrics(readings: readonly Reading[], label = 'lab'): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const { name, help, read } of readings) {
    const first = read();
    const gauge = new Gauge({
      name,
      help,
      registers: [registry],
      labelNames: typeof first === 'number' ? [] : [label],
      collect() {
        const now = read();
        if (typeof now === 'number') gauge.set(now);
        else for (const [value, number] of Object.entries(now)) gauge.set({ [label]: value }, number);
      },
    });
  }
  return { contentType: registry.contentType, text: () => registry.metrics() };
}
