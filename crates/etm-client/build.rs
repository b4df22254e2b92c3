//! Generates the client from `spec.yaml`.

fn main() -> Result<(), aurora_codegen::Error> {
    aurora_codegen::build()
}
