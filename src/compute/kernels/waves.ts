/**
 * Waves of whole positions, and pairs turned by them: the angle as 32 bits of a turn, exact, then
 * a short polynomial on ±π/4. WGSL's own sin promises 2⁻¹¹ at best (ENCODINGS §14, method B).
 */
import { registerOwn } from './program.ts';

const turnsWgsl = /* wgsl */ `
  // High 32 bits of a 64-bit product, by 16-bit limbs.
  fn mulHigh(a : u32, b : u32) -> u32 {
    let low = (a & 0xffffu) * (b & 0xffffu);
    let first = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
    let second = (a & 0xffffu) * (b >> 16u) + (first & 0xffffu);
    return (a >> 16u) * (b >> 16u) + (first >> 16u) + (second >> 16u);
  }

  // Position times a fixed-point frequency, in 2^-32 turns; wrapping is the reduction.
  fn turnOf(position : u32, high : u32, low : u32) -> u32 {
    return position * high + mulHigh(position, low);
  }

  fn sinOfTurn(turn : u32) -> f32 {
    let quadrant = (turn + 0x20000000u) >> 30u;
    let rest = i32((turn + 0x20000000u) & 0x3fffffffu) - 0x20000000;
    let x = f32(rest) * 1.4629180792671596e-9;
    let z = x * x;
    let s = x + x * z * (-0.16666664665 + z * (0.00833274864 - z * 0.00019587950));
    let c = 1.0 - 0.5 * z + z * z * (0.04166667748 + z * (-0.00138891342 + z * 0.0000246557504));
    let value = select(s, c, (quadrant & 1u) == 1u);
    return select(value, -value, quadrant >= 2u);
  }

  fn cosOfTurn(turn : u32) -> f32 {
    return sinOfTurn(turn + 0x40000000u);
  }`;

/** [position], [3, column] (high, low, shape) → [position, column]. */
export function registerWaves(): void {
  registerOwn('PositionWaves', ({ positions, bank }) => {
    if (!positions || !bank) throw new Error('PositionWaves: needs positions and bank');
    const columns = bank.shape[1] ?? 0;
    return {
      inputs: [positions, bank],
      names: ['positions', 'bank'],
      outputShape: [positions.shape[0] ?? 0, columns],
      uniforms: [{ name: 'columns', type: 'int32', value: columns }],
      per: 'cell',
      declarations: turnsWgsl,
      body: /* wgsl */ `
        let column = index % uniforms.columns;
        let shape = bank[2 * uniforms.columns + column];
        let turn = turnOf(u32(positions[index / uniforms.columns]),
            bitcast<u32>(bank[column]), bitcast<u32>(bank[uniforms.columns + column]));
        var value = 0.0;
        switch (shape) {
          case 0: { value = sinOfTurn(turn); }
          case 1: { value = cosOfTurn(turn); }
          case 2: { value = f32(turn) * 1.4629180792671596e-9; }
          case 4: { value = 1.0; }
          default: {}
        }
        result[index] = value;`,
    };
  });
}

/** [batch, head, position, dHead], [position], [4, dHead] (high, low, partner, sign) → as x. */
export function registerRotation(): void {
  registerOwn('RotatePairs', ({ x, positions, layout }) => {
    if (!x || !positions || !layout) throw new Error('RotatePairs: needs x, positions and layout');
    return {
      inputs: [x, positions, layout],
      names: ['x', 'positions', 'pairing'],
      outputShape: [...x.shape],
      uniforms: [
        { name: 'width', type: 'int32', value: layout.shape[1] ?? 0 },
        { name: 'length', type: 'int32', value: positions.shape[0] ?? 0 },
      ],
      per: 'cell',
      declarations: turnsWgsl,
      body: /* wgsl */ `
        let channel = index % uniforms.width;
        let rowStart = index - channel;
        let position = u32(positions[(index / uniforms.width) % uniforms.length]);
        let turn = turnOf(position,
            bitcast<u32>(pairing[channel]), bitcast<u32>(pairing[uniforms.width + channel]));
        let partner = pairing[2 * uniforms.width + channel];
        let sign = f32(pairing[3 * uniforms.width + channel]);
        result[index] = x[index] * cosOfTurn(turn) + sign * x[rowStart + partner] * sinOfTurn(turn);`,
    };
  });
}
