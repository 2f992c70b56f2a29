// What lies around the buildings: the sky, the sea, the beach and the streets.

const STARS: [number, number, number][] = Array.from({ length: 46 }, (_, n) => [((n * 263 + 71) % 1000) / 1000, ((n * 131 + 17) % 78), 0.6 + ((n * 7) % 5) / 4]);

export function Sea({ width, depth }: { width: number; depth: number }) {
  const horizon = depth - 86;
  return (
    <g aria-hidden="true">
      <defs>
        <linearGradient id="w-sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" class="w-sky-top" /><stop offset="1" class="w-sky-low" /></linearGradient>
        <linearGradient id="w-water" x1="0" y1="0" x2="0" y2="1"><stop offset="0" class="w-water-far" /><stop offset="1" class="w-water-near" /></linearGradient>
      </defs>
      <rect width={width} height={horizon} fill="url(#w-sky)" />
      <g class="w-stars">{STARS.map(([x, y, r], n) => <circle key={n} class={`w-star-${n % 3}`} cx={x * width} cy={y} r={r} />)}</g>
      <circle class="w-orb-glow" cx={width * 0.8} cy={46} r={46} /><circle class="w-orb" cx={width * 0.8} cy={46} r={23} />
      <g class="w-cloud"><ellipse cx={width * 0.25} cy={40} rx={52} ry={11} /><ellipse cx={width * 0.28} cy={32} rx={28} ry={12} /></g>
      <path class="w-head" d={`M0 ${horizon}V${horizon - 26}q60-22 120-4t90 16l60 14z`} />
      <path class="w-post w-lighthouse" d={`M104 ${horizon - 30}v-30`} /><circle class="w-beam" cx={104} cy={horizon - 62} r={5} />
      <rect y={horizon} width={width} height={86} fill="url(#w-water)" />
      <path class="w-glitter" d={`M${width * 0.76} ${horizon + 8}h${width * 0.08}M${width * 0.77} ${horizon + 18}h${width * 0.06}M${width * 0.765} ${horizon + 28}h${width * 0.07}`} />
      <g class="w-boat"><path d={`M-30 ${horizon + 14}h44l-8 10h-28z`} /><path class="w-sail" d={`M-8 ${horizon + 12}v-32l20 30z`} /></g>
      <path class="w-wave w-wave-1" d={wave(width, horizon + 38)} /><path class="w-wave w-wave-2" d={wave(width, horizon + 52)} />
      <path class="w-sand" d={`M0 ${depth - 26}q${width / 6}-10 ${width / 3} 0t${width / 3} 0t${width / 3} 0V${depth + 8}H0z`} />
      {[0.14, 0.42, 0.63, 0.9].map((at, n) => (
        <g key={at} transform={`translate(${at * width} ${depth - 4})`}><path class="w-post" d="M0 0v-22" /><path class={`w-umbrella w-shirt-${n + 1}`} d="M-17-20q17-18 34 0z" /><rect class="w-towel" x={10} y={-4} width={20} height={5} rx={2} /></g>
      ))}
    </g>
  );
}

function wave(width: number, y: number): string {
  const parts = Math.ceil(width / 40) + 2;
  return `M-40 ${y}${"q10-6 20 0t20 0".repeat(parts)}`;
}

/** One block: grass behind the buildings, the footpath before them, the road with its ute. */
export function Street({ y, width, height, nth }: { y: number; width: number; height: number; nth: number }) {
  const road = y + height - 40;
  return (
    <g aria-hidden="true">
      <rect class="w-grass" y={y} width={width} height={height} />
      {[0.02, 0.985].map((at, n) => <Palm key={at} x={at * width} y={y + height - 66 - n * 8} />)}
      <rect class="w-path" y={road - 26} width={width} height={26} /><rect class="w-road" y={road} width={width} height={40} />
      <path class="w-dashes" d={`M0 ${road + 20}H${width}`} />
      <g class={`w-ute w-ute-${nth % 3}`}><path class="w-ute-body" d={`M0 ${road + 16}h22l8-10h16l9 10h9v11H0z`} /><circle cx={14} cy={road + 28} r={5} /><circle cx={50} cy={road + 28} r={5} /><path class="w-beam" d={`M64 ${road + 19}l26 4v6l-26-4z`} /></g>
    </g>
  );
}

const Palm = ({ x, y }: { x: number; y: number }) => (
  <g class="w-palm" transform={`translate(${x} ${y})`}><path class="w-trunk" d="M0 40q4-24-1-44" /><path class="w-fronds" d="M-1-4q-14-8-24 4 12-6 24-4zm0 0q14-8 24 4-12-6-24-4zm0 0q-10-14-18-12 10 2 18 12zm0 0q10-14 18-12-10 2-18 12z" /></g>
);
