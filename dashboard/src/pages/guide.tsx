// The guide to contests, written from the tables that they are played by.

import type { Guide } from "../api/types";
import { useApi } from "../api/use";
import { count, duration, money, percent, words } from "../lib/format";
import { useParam } from "../router";
import { Card, Chip, Choose, Figure, PageHead, SearchField, Tabs } from "../ui/bits";
import { Meter } from "../ui/chart";
import { Empty, Show } from "../ui/states";

type Part = "how" | "styles" | "conditions" | "places" | "weather";

export function GuidePage() {
  const found = useApi<Guide>("/guide");
  const [part] = useParam<Part>("tab", "how");
  const [sought, setSought] = useParam<string>("q", "", "replace");
  return (
    <>
      <PageHead title="The backyard contest" lead="Two bladders, one winner. All that counts, straight from the rules.">
        {part !== "how" && part !== "weather" && <SearchField label="Search the guide" value={sought} onChange={setSought} />}
      </PageHead>
      <Tabs label="Parts of the guide" fallback="how" tabs={[["how", "How it goes"], ["styles", "Styles"], ["conditions", "Conditions"], ["places", "Places"], ["weather", "Weather"]]} />
      <Show from={found} lines={8} height={54}>{(guide) => part === "styles" ? <Styles guide={guide} sought={sought} /> : part === "conditions" ? <Conditions guide={guide} sought={sought} /> : part === "places" ? <Places guide={guide} sought={sought} /> : part === "weather" ? <Weather guide={guide} /> : <How guide={guide} />}</Show>
    </>
  );
}

const UNITS: Record<string, string> = { metres: "m", millilitres: "mL", percent: "%", seconds: "s" };
const fits = (text: string, sought: string): boolean => text.toLowerCase().includes(sought.toLowerCase());

function How({ guide }: { guide: Guide }) {
  const points = guide.scoring.map((one) => one.points_per_unit * one.full_at);
  const all = points.reduce((sum, one) => sum + one, 0);
  return (
    <div class="stack">
      <Card title="How it goes">
        <ol class="steps">
          <li><b>Somebody challenges.</b> <code>!pissing_contest 50 Name</code> puts fifty dollars on it; without an amount it is for honour.</li>
          <li><b>The other one answers</b> within {duration(guide.challenge_stands_seconds)}: a plain “yes” or “no” in the chat will do.</li>
          <li><b>Chance deals the cards.</b> Each gets a style, perhaps a condition; both get the place and the weather of the day.</li>
          <li><b>Four figures decide.</b> Whoever has more points takes the stake; then both wait {duration(guide.wait_seconds)}.</li>
        </ol>
      </Card>
      <Card title="What counts" tools={<span class="muted small">of {count(all)} points for four full figures</span>}>
        <ul class="scoring">{guide.scoring.map((one, n) => {
          const share = (100 * (points[n] ?? 0)) / all;
          return (
            <li key={one.figure}><h3>{words(one.figure)}</h3><Meter percent={(100 * (points[n] ?? 0)) / Math.max(...points)} label={`${share.toFixed(0)} per cent of the points`} /><b>{share.toFixed(0)} %</b>
              <span class="muted small">{one.points_per_unit} points a {one.unit.replace(/s$/, "")}; {count(one.full_at)} {UNITS[one.unit] ?? one.unit} is all of it, {count(one.most)} {UNITS[one.unit] ?? one.unit} the most that is scored</span></li>
          );
        })}</ul>
      </Card>
    </div>
  );
}

const RARITY: Record<string, string> = { common: "grey", uncommon: "green", rare: "blue", legendary: "gold" };

function Styles({ guide, sought }: { guide: Guide; sought: string }) {
  const [rarity, setRarity] = useParam<string>("rarity", "all");
  const shown = guide.styles.filter((one) => (rarity === "all" || one.rarity === rarity) && fits(one.name, sought));
  return (
    <>
      <div class="toolbar tight"><Choose label="Rarity" value={rarity} onChange={setRarity} choices={[["all", "All"], ["common", "Common"], ["uncommon", "Uncommon"], ["rare", "Rare"], ["legendary", "Legendary"]]} /><span class="muted small" role="status">{count(shown.length)} of {count(guide.styles.length)}</span></div>
      {shown.length === 0 ? <Empty icon="search" title="No style fits." /> : (
        <ul class="style-list">{shown.map((one) => <li key={one.number}><span class="muted small">{one.number}</span><b>{one.name}</b><Chip tone={RARITY[one.rarity] ?? "grey"}>{one.rarity}</Chip><span class="muted small num">{percent(one.chance_percent, 2)}</span></li>)}</ul>
      )}
    </>
  );
}

const KINDS: Record<string, string> = { failure: "red", debuff: "amber", buff: "green", weird: "plum" };

const KIND_WORDS: Record<string, string> = { failure: "failure", debuff: "hindrance", buff: "help", weird: "weird" };

function Conditions({ guide, sought }: { guide: Guide; sought: string }) {
  const [kind, setKind] = useParam<string>("kind", "all");
  const shown = guide.conditions.list.filter((one) => (kind === "all" || one.kind === kind) && fits(`${one.name} ${one.effects.join(" ")}`, sought));
  return (
    <>
      <div class="toolbar tight"><Choose label="Kind" value={kind} onChange={setKind} choices={[["all", "All"], ["failure", "Failures"], ["debuff", "Hindrances"], ["buff", "Helps"], ["weird", "Weird"]]} /><span class="muted small">Somebody has one in {percent(guide.conditions.chance_percent, 0)} of contests.</span></div>
      {shown.length === 0 ? <Empty icon="search" title="No condition fits." /> : (
        <ul class="card-list">{shown.map((one) => (
          <li key={one.name}><header><h2 class="small-head">{one.name}</h2><Chip tone={KINDS[one.kind] ?? "grey"}>{KIND_WORDS[one.kind] ?? one.kind}</Chip></header><Effects all={one.effects} />{one.fine > 0 && <p class="ink-red small">costs {money(one.fine)}</p>}</li>
        ))}</ul>
      )}
    </>
  );
}

function Effects({ all }: { all: string[] }) {
  if (all.length === 0) return <p class="muted small">changes nothing</p>;
  return <ul class="effects">{all.map((one) => <li key={one} class={one.includes("+") || one.startsWith("nothing that") ? "ink-green" : one.includes("-") || one.includes("comes to nothing") || one.includes("loses") ? "ink-red" : "muted"}>{one.replace("-", "−").replace(/^(distance|volume|aim|duration|all|any one)/, (word) => words(word))}</li>)}</ul>;
}

function Places({ guide, sought }: { guide: Guide; sought: string }) {
  const shown = guide.places.filter((one) => fits(`${one.name} ${one.effects.join(" ")}`, sought));
  return shown.length === 0 ? <Empty icon="search" title="No place fits." /> : (
    <ul class="card-list">{shown.map((one) => (
      <li key={one.name}><header><h2 class="small-head">{one.name}</h2>{one.is_crowded && <Chip tone="amber">crowded</Chip>}</header><Effects all={one.effects} />{one.fine !== null && <p class="ink-red small">the winner may pay {money(one.fine)} ({percent(one.fine_percent, 0)})</p>}</li>
    ))}</ul>
  );
}

function Weather({ guide }: { guide: Guide }) {
  const { winds, temperatures, specials, special_percent } = guide.weather;
  return (
    <div class="columns">
      {([["Wind", winds], ["Temperature", temperatures], ["Once in a while", specials]] as const).map(([name, all]) => (
        <Card key={name} title={name}><ul class="plain-list">{all.map((one) => <li key={one}>{words(one)}</li>)}</ul>{name === "Once in a while" && <p class="muted small spaced">in {percent(special_percent, 0)} of contests</p>}</Card>
      ))}
      <Card title="In figures"><dl class="figures in-card"><Figure name="Skies" value={count(winds.length * temperatures.length)} note="of wind and temperature" /></dl></Card>
    </div>
  );
}
