/**
 * Waves of whole positions, and pairs turned by them: the angle as 32 bits of a turn, exact, then
 * a short polynomial on ±π/4. WGSL's own sin promises 2⁻¹¹ at best.
 */
import { int, registerWgsl } from './program.ts';

export const turnsWgsl = /* wgsl */ `
  // High 32 bits of a 64-bit product, by 16-bit limbs.
  fn mulHigh(a : u32, b : u32) -> u32 {
    let low = (a & 0xffffu) * (b & 0xffffu);
    let first = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
    let second = (a & 0xffffu) * (b >> 16u) + (first & 0xffffu);
    return (a >> 16u) * (b >> 16u) + (first >> 16u) + (second >> 16u);
  }

  // Position times a fixed-point frequency, in 2^-32 turns; wrapping is the reduction.
  fn turnOf(position : u32, high : i32, low : i32) -> u32 {
    return position * bitcast<u32>(high) + mulHigh(position, bitcast<u32>(low));
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

/** [position, axis], [2·axes + 2, column] (high and low of each axis, phase, shape) → [position, column]. */
export function registerWaves(): void {
  registerWgsl('PositionWaves', ['positions', 'bank'], ({ positions, bank }) => {
    const columns = bank.shape[1] ?? 0;
    return {
      inputs: { positions, bank },
      outputShape: [positions.shape[0] ?? 0, columns],
      uniforms: [int('columns', columns), int('axes', positions.shape[1] ?? 1)],
      per: 'cell',
      declarations: turnsWgsl,
      body: /* wgsl */ `
        let column = index % uniforms.columns;
        let place = index / uniforms.columns * uniforms.axes;
        let phase = bank[2 * uniforms.axes * uniforms.columns + column];
        let shape = bank[(2 * uniforms.axes + 1) * uniforms.columns + column];
        var turn = bitcast<u32>(phase);
        var line = bitcast<f32>(phase);
        for (var axis = 0; axis < uniforms.axes; axis++) {
          let position = positions[place + axis];
          let high = bank[2 * axis * uniforms.columns + column];
          turn += turnOf(u32(position), high, bank[(2 * axis + 1) * uniforms.columns + column]);
          line += f32(position) * bitcast<f32>(high);
        }
        var value = 0.0;
        switch (shape) {
          case 0: { value = sinOfTurn(turn); }
          case 1: { value = cosOfTurn(turn); }
          case 2: { value = min(f32(turn) * 1.4629180792671596e-9, 6.2831847); }
          case 4: { value = 1.0; }
          case 5: { value = line; }
          default: {}
        }
        result[index] = value;`,
    };
  });
}

/** [batch, head, position, dHead], [position, axis], [2·axes + 3, dHead] (see rotation.ts) → as x. */
export function registerRotation(): void {
  registerWgsl('RotatePairs', ['x', 'positions', 'layout'], ({ x, positions, layout }) => {
    return {
      inputs: { x, positions, pairing: layout },
      outputShape: [...x.shape],
      uniforms: [
        int('width', layout.shape[1] ?? 0),
        int('length', positions.shape[0] ?? 0),
        int('axes', positions.shape[1] ?? 1),
      ],
      per: 'cell',
      declarations: turnsWgsl,
      body: /* wgsl */ `
        let channel = index % uniforms.width;
        let rowStart = index - channel;
        let place = (index / uniforms.width) % uniforms.length * uniforms.axes;
        let own = 2 * uniforms.axes * uniforms.width + channel;
        var turn = bitcast<u32>(pairing[own]);
        for (var axis = 0; axis < uniforms.axes; axis++) {
          turn += turnOf(u32(positions[place + axis]),
              pairing[2 * axis * uniforms.width + channel],
              pairing[(2 * axis + 1) * uniforms.width + channel]);
        }
        let partner = pairing[own + uniforms.width];
        let sign = f32(pairing[own + 2 * uniforms.width]);
        result[index] = x[index] * cosOfTurn(turn) + sign * x[rowStart + partner] * sinOfTurn(turn);`,
    };
  });
}
