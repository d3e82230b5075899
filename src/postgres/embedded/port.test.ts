import { portsFor } from './port.ts';

describe('portsFor', () => {
  it('gives one home the same ports every time, and another home others', () => {
    expect(portsFor('/a', undefined)).toEqual(portsFor('/a', undefined));
    expect(portsFor('/a', undefined)[0]).not.toBe(portsFor('/b', undefined)[0]);
  });

  it('stays between the well-known ports and those that systems hand out, without repeating itself', () => {
    for (let home = 0; home < 500; home += 1) {
      const ports = portsFor(String(home), undefined);
      expect(new Set(ports).size).toBe(ports.length);
      for (const port of ports) expect(port >= 15_433 && port <= 25_432).toBe(true);
    }
  });

  it('begins with the port that the home had', () => {
    const ports = portsFor('/a', undefined);
    expect(portsFor('/a', 20_000).slice(0, 2)).toEqual([20_000, ports[0]]);
    expect(portsFor('/a', ports[3])).toHaveLength(ports.length);
  });
});
