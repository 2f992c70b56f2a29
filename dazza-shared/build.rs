//! Has the schema embedded anew whenever a migration comes, goes or changes.

fn main() {
    println!("cargo:rerun-if-changed=../migrations");
}
