// Gallery.

import { PageHead } from "../ui/bits";

export function GalleryPage() {
  return <PageHead title="Gallery" />;
}
