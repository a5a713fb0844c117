use super::*;

#[test]
fn dbg_all() {
    for name in ["ec2-reads-s3", "dev-to-prod"] {
        let mut out = Vec::new();
        let args =
            Args { scenario: Some(format!("assets/scenarios/{name}.toml").into()), all: true, ..Args::default() };
        let code = run(&args, &mut out);
        println!("{}\nEXIT {code}", String::from_utf8(out).unwrap());
    }
}
