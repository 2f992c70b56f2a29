// User.

import { PageHead } from "../ui/bits";

export function UserPage() {
  return <PageHead title="User" />;
}
