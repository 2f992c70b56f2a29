// The page where there is none.

import { href } from "../router";
import { Empty } from "../ui/states";
import { PageHead } from "../ui/bits";

export function LostPage() {
  return (
    <>
      <PageHead title="Nothing here" />
      <Empty icon="help" title="There is no page at this address.">
        <p>It may have been mistyped. <a href={href("/")}>Back to the rooms</a></p>
      </Empty>
    </>
  );
}
