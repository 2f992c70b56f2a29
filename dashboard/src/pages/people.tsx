// Everybody who was ever seen.

import type { Person } from "../api/types";
import { usePages } from "../api/use";
import { count, money } from "../lib/format";
import { useParam, useRooms } from "../router";
import { Ago, Avatar, Card, Choose, More, PageHead, PersonLink, SearchField } from "../ui/bits";
import { Empty, Show } from "../ui/states";

export function PeoplePage() {
  const rooms = useRooms();
  const [sort, setSort] = useParam<"last_seen" | "messages" | "balance">("sort", "last_seen");
  const [sought, setSought] = useParam<string>("q", "", "replace");
  const people = usePages<Person>("/stats/users", { room: rooms, sort, q: sought, limit: 50 });
  return (
    <>
      <PageHead title="People" lead={rooms.length === 0 ? "Everybody who was seen in any room." : `Everybody who was seen in ${rooms.join(", ")}.`}>
        <SearchField label="Name begins with" value={sought} onChange={setSought} wait={300} />
        <Choose label="Order" value={sort} onChange={setSort} choices={[["last_seen", "Last seen"], ["messages", "Lines"], ["balance", "Money"]]} />
      </PageHead>
      <Card flush label="People">
        <Show from={people} lines={12} height={36}>{(all) => all.length === 0
          ? <Empty icon="people" title={sought === "" ? "Nobody was seen here yet." : `No name begins with “${sought}”.`}>{sought === "" ? "" : "Names are found by how they begin."}</Empty>
          : (
            <table class="table people">
              <thead><tr><th scope="col">Name</th><th scope="col" class="num">Lines</th><th scope="col" class="num">Money</th><th scope="col" class="num">Last seen</th></tr></thead>
              <tbody>{all.map((one) => (
                <tr key={one.username}>
                  <td><span class="with-avatar"><Avatar name={one.display_name} size={30} /><PersonLink name={one.username} shown={one.display_name} /></span></td>
                  <td class="num">{count(one.message_count)}</td><td class="num">{money(one.balance)}</td><td class="num muted"><Ago time={one.last_seen} /></td>
                </tr>
              ))}</tbody>
            </table>
          )}</Show>
        <More pages={people} what="people" />
      </Card>
    </>
  );
}
