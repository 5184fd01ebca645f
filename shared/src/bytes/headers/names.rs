//! Header fields as Chinese textbooks name them.

/// The Chinese name of a field that the specifications name so; a name without one stays as it is.
pub fn chinese(name: &'static str) -> &'static str {
    match name {
        "Destination Address" => "目的地址",
        "Source Address" => "源地址",
        "Type" => "类型",
        "Version" => "版本",
        "IHL" => "首部长度",
        "DSCP" => "区分服务",
        "ECN" => "拥塞通知 ECN",
        "Total Length" => "总长度",
        "Identification" => "标识",
        "Flags" => "标志",
        "Fragment Offset" => "片偏移",
        "Time to Live" => "生存时间 TTL",
        "Protocol" => "协议",
        "Header Checksum" => "首部检验和",
        "Options" => "选项",
        "Traffic Class" => "通信量类",
        "Flow Label" => "流标号",
        "Payload Length" => "有效载荷长度",
        "Next Header" => "下一个首部",
        "Hop Limit" => "跳数限制",
        "Source Port" => "源端口",
        "Destination Port" => "目的端口",
        "Sequence Number" => "序号",
        "Acknowledgment Number" => "确认号",
        "Data Offset" => "数据偏移",
        "Reserved" => "保留",
        "Control Bits" => "控制位",
        "Window" => "窗口",
        "Checksum" => "检验和",
        "Urgent Pointer" => "紧急指针",
        "Maximum Segment Size" => "最大报文段长度",
        "Window Scale" => "窗口扩大",
        "SACK-Permitted" => "允许 SACK",
        "Timestamps" => "时间戳",
        "No-Operation" => "空操作 NOP",
        "End of Option List" => "选项表结束",
        "Option" => "选项",
        "Data" => "数据",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fact, bytes::headers, testing};

    #[test]
    fn every_field_of_a_captured_segment_has_a_name() {
        for event in testing::sticky_session() {
            let Fact::Segment(segment) = event.fact else { continue };
            for field in headers::decode(&segment.headers, b"", 0).fields {
                let named = chinese(field.name);
                assert!(!named.is_ascii(), "{}", field.name);
            }
        }
    }
}
