//! What each Amun operation puts on the wire: method, path, query, headers, body.

use aurora_tests::amun_rows::{HEADERS, client, rows};
use aurora_tests::wire::judge;

#[tokio::test]
async fn each_amun_operation_sends_what_its_row_says() {
    for row in rows() {
        judge(&row, HEADERS, client).await;
    }
}
