/** Small vectors and matrices. */

export type Vector = [number, number, number];
/** Row by row. */
export type Matrix = [number, number, number, number, number, number, number, number, number];

export function dot(one: Vector, other: Vector): number {
  return one[0] * other[0] + one[1] * other[1] + one[2] * other[2];
}

export function apply(m: Matrix, [x, y, z]: Vector): Vector {
  return [m[0] * x + m[1] * y + m[2] * z, m[3] * x + m[4] * y + m[5] * z, m[6] * x + m[7] * y + m[8] * z];
}

export function transposed(m: Matrix): Matrix {
  return [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];
}

export function product(one: Matrix, other: Matrix): Matrix {
  const [a, b, c] = transposed(other).reduce<Vector[]>((columns, value, k) => {
    (columns[Math.floor(k / 3)] ??= [0, 0, 0])[k % 3] = value;
    return columns;
  }, []);
  const [x, y, z] = [apply(one, a!), apply(one, b!), apply(one, c!)];
  return [x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]];
}

/** Give the rotation of a head by pitch (chin down), then yaw (to the image's right), then roll (clockwise), rad. */
export function headRotation(pitch: number, yaw: number, roll: number): Matrix {
  const [sp, cp] = [Math.sin(pitch), Math.cos(pitch)];
  const [sy, cy] = [Math.sin(-yaw), Math.cos(-yaw)];
  const [sr, cr] = [Math.sin(roll), Math.cos(roll)];
  const aboutX: Matrix = [1, 0, 0, 0, cp, -sp, 0, sp, cp];
  const aboutY: Matrix = [cy, 0, sy, 0, 1, 0, -sy, 0, cy];
  const aboutZ: Matrix = [cr, -sr, 0, sr, cr, 0, 0, 0, 1];
  return product(product(aboutZ, aboutY), aboutX);
}
