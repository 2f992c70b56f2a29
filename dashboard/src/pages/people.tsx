// People.

import { PageHead } from "../ui/bits";

export function PeoplePage() {
  return <PageHead title="People" />;
}
